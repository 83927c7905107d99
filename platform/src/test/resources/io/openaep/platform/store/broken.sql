alter table fruit add column ripe smallint not null default 1;
insert into nothing values (1);
