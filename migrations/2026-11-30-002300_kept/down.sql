drop function sealed_digests();
