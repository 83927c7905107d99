-- Days that were dropped and whose rows are still being deleted, slice by slice; their tables are
-- gone_history_<day> and gone_place_<day>.
create table history_gone (
  day bigint not null primary key
);
