/// The grammar of AT commands and the interpreter that speaks it, after V.250 and the Quectel
/// manuals: lines, echo, forms, result codes, data prompt, unsolicited codes. It knows no module
/// and no network, and only the JDK. Start at {@link io.openaep.devices.at.AtInterpreter}; commands
/// are put into a {@link io.openaep.devices.at.CommandTable}.
///
/// Text in this package has **one char for one byte** (ISO 8859-1), because a line may carry any
/// bytes and its lengths count bytes. {@link io.openaep.devices.at.Octets} converts.
@NullMarked
package io.openaep.devices.at;

import org.jspecify.annotations.NullMarked;
