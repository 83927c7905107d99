-- Event reports that are too old are found by their time.
create index device_event_at on device_event (at);
