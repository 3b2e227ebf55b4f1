-- A certificate may keep its number when it is renewed: it is another one if it was issued on another day.
alter table provider_certificates drop constraint provider_certificates_provider_id_scheme_number_key;
alter table provider_certificates add constraint provider_certificates_once unique (provider_id, scheme, number, issued_on);
