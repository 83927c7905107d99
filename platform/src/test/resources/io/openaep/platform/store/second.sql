alter table fruit add column ripe smallint not null default 1;
insert into fruit values ('pear', 1);
