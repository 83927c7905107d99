-- What a product may ask beyond AEP's own form (OpenAEP options). Times are milliseconds; paths
-- are separated by a space.

alter table product add column active_window_ms bigint not null default 0;
alter table product add column redeliver smallint not null default 0;
alter table product add column response_timeout_ms bigint not null default 60000;
alter table product add column ack_timeout_ms bigint;
alter table product add column read_after_registration text not null default '';
