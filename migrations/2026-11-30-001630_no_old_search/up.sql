-- What a request is found by stands in request_words; every save of a draft still kept this up to date for nobody.
alter table requests drop column search;
