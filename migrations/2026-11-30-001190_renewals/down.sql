alter table provider_certificates drop constraint provider_certificates_once;
alter table provider_certificates add constraint provider_certificates_provider_id_scheme_number_key unique (provider_id, scheme, number);
