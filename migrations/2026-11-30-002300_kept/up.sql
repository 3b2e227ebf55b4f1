-- What lies sealed is held against the trail by whoever proves it. The serving role may not read an envelope; that it
-- is the one that was submitted is told by its digest, which the bid, its receipt and the trail carry as well.
create function sealed_digests() returns table (bid_id uuid, envelope text, sha256 bytea)
language sql stable security definer set search_path = public as $$
    select bid_id, envelope, sha256(ciphertext) from sealed_bids
$$;
revoke execute on function sealed_digests() from public;
