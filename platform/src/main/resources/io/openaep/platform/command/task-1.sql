-- What belongs to commands of thing models: the taskId, and the first response that fits.
create table task (
  device bigint not null,
  command bigint not null,
  task_id bigint not null,
  service_id bigint not null,
  service text not null,
  answer bigint not null,
  response_position bigint,
  response_at bigint,
  response text,
  primary key (device, command)
);

create index task_by_number on task (device, task_id, command);
