package org.depinsdk.wifi;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.transparency.note.NoteKey;

/**
 * What every device of the simulation knows.
 *
 * @param network the service
 * @param clock the time
 * @param timing epochs and intervals
 * @param seed of everything that looks random
 * @param model of the air
 * @param fleet all access points
 * @param pings the custom proof to which pings are reported, if any
 * @param logKey the key of the network's log, which the devices pin
 * @param folder where devices keep their queues
 */
record World(
    NetworkClient network,
    InstantSource clock,
    Timing timing,
    Seed seed,
    RadioModel model,
    List<Fleet.AccessPoint> fleet,
    Optional<ProofKind> pings,
    NoteKey logKey,
    Path folder) {}
