-- What an application may do. Without a row: everything, from anywhere.
create table application_grant (
  app_key text primary key references application (app_key) on delete cascade,
  name text not null,
  enabled smallint not null,
  apis text,
  sources text not null
);
