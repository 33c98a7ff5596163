package org.depinsdk.hardware.ocpp;

import java.time.Duration;

/** What the handling of a station's messages needs of its central system. */
interface CentralSystemServices {
  TokenAuthorizer.Decision authorize(String station, String idToken);

  int nextTransaction();

  Duration heartbeat();

  /** How old a message must be to count as one that the station kept while it was offline. */
  Duration offlineAfter();

  /** Notifies the operator's program; fails as it fails, and then the station must not be told that its message was taken. */
  void tell(StationEvent event);
}
