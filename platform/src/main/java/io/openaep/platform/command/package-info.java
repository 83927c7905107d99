/// Commands to devices: saved, decided, sent, answered. The rules are one pure function, {@link
/// io.openaep.platform.command.DeliveryPolicy}; the {@link io.openaep.platform.command.Dispatcher}
/// owns a {@link io.openaep.platform.command.Lane} for each device with open commands and keeps at
/// most one of them in flight.
///
/// A command's way: {@link io.openaep.platform.command.Wishes} appends CommandSaved; the tail folds
/// it into the {@link io.openaep.platform.command.CommandStore} and tells the dispatcher, which
/// lets {@link io.openaep.platform.command.Departures} ask the policy, append CommandSent and hand
/// it to the session; the outcome becomes the last event, and that one, folded, frees the lane.
/// State changes only when an event comes back from the journal, so a restart needs nothing but the
/// store.
///
/// Start at {@link io.openaep.platform.command.Commands}, then {@link
/// io.openaep.platform.command.JournaledCommands}.
@NullMarked
package io.openaep.platform.command;

import org.jspecify.annotations.NullMarked;
