drop table dossier_files, files;
