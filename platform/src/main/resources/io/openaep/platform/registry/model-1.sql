-- Thing models of products, and the standard models from which they begin, each as one JSON text.
create table thing_model (
  product_id bigint primary key,
  model text not null,
  revision bigint not null,
  updated_at bigint not null
);

create table standard_model (
  third_type bigint not null,
  version text not null,
  name text not null,
  model text not null,
  created_at bigint not null,
  primary key (third_type, version)
);

-- Which edition of the program's own standard models has been brought in.
create table standard_edition (
  edition bigint not null
);

insert into standard_edition (edition) values (0);
