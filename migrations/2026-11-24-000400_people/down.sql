drop index attempts_window;
alter table attempts drop column most;
alter table outbox drop column secret;
drop table known_browsers, factor_resets, half_sign_ins, passkey_challenges, passkeys, recovery_codes, authenticators, invitations, mailed_links;
alter table sessions drop column id, drop column proven_at;
alter table users drop column verified_at, drop column password_changed_at;
