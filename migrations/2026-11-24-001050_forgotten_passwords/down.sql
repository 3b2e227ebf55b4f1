drop table forgotten_passwords;
