package io.openaep.platform.access.tcp;

import io.openaep.platform.access.Receipt;
import io.openaep.platform.journal.Journal;
import java.sql.Connection;
import org.eclipse.californium.core.coap.Request;

/// Everything that a protocol package must not do, so that the architecture test is known to see
/// it. Never run.
public final class PlantedViolations {
  public Receipt acknowledgeBeforeStoring() {
    return new Receipt(1, false);
  }

  public long readTheJournal(Journal journal) {
    return journal.end();
  }

  public Class<?> knowAnotherProtocol() {
    return io.openaep.platform.access.mqtt.PlantedNeighbour.class;
  }

  public Request useAnotherProtocolsLibrary() {
    return Request.newGet();
  }

  public boolean speakSql(Connection connection) throws java.sql.SQLException {
    return connection.isClosed();
  }
}
