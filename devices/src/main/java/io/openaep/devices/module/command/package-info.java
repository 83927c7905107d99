/// The AT commands of the EC800E, one class per group of the manual; each line of a table stands
/// beneath the grammar and the answers that it implements. All are listed in {@link
/// io.openaep.devices.module.command.CommandGroups}.
@NullMarked
package io.openaep.devices.module.command;

import org.jspecify.annotations.NullMarked;
