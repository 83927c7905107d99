-- Fruit; with a comment.
create table fruit (
  name text primary key
);

insert into fruit values ('apple; green');
