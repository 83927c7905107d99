-- By which old days are found, of all tenants.
create index tally_day_day on tally_day (day);
