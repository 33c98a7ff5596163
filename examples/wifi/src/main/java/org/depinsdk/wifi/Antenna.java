package org.depinsdk.wifi;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.geo.GeoPoint;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.hardware.agent.DeviceAgent;
import org.depinsdk.proofs.location.LocationReport;
import org.depinsdk.proofs.location.LocationVerifier;
import org.depinsdk.proofs.speed.Speedtest;
import org.depinsdk.radio.coverage.CoverageReport;
import org.depinsdk.radio.coverage.CoverageVerifier;

/** What an access point says about place and coverage: its fixes, the neighbours that it hears, the cells that it covers. */
final class Antenna {
  private static final LocationVerifier LOCATION = new LocationVerifier();
  private static final CoverageVerifier COVERAGE = new CoverageVerifier();
  private static final int ACCURACY_METERS = 12;
  private static final double FAR_METERS = 25_000;

  private final Fleet.AccessPoint who;
  private final World world;

  Antenna(Fleet.AccessPoint who, World world) {
    this.who = who;
    this.world = world;
  }

  void interval(DeviceAgent agent, long epoch, int number) throws IOException, SigningException {
    location(agent, new LocationReport.Fix(fix(epoch, number), ACCURACY_METERS));
    if (number == 1) {
      List<Fleet.AccessPoint> heard = world.model().heardBy(who, world.fleet());
      for (Fleet.AccessPoint neighbour : heard) {
        long meters = world.model().grid().distanceMeters(who.place(), neighbour.place());
        location(
            agent,
            new LocationReport.Sighting(
                neighbour.self().id(), world.model().signalDeciDbm(neighbour.type(), meters)));
      }
    }
    if (number == world.timing().intervals() - 2) {
      claim(agent, epoch, number);
    }
  }

  private static void location(DeviceAgent agent, LocationReport report)
      throws IOException, SigningException {
    agent.report(LocationVerifier.KIND, LOCATION.codec().encode(report), Provenance.SIMULATED);
  }

  private GeoPoint fix(long epoch, int number) {
    String name = who.name() + "/fix-" + epoch + "-" + number;
    GeoPoint from = switch (who.behaviour()) {
      case FAKE_FIX -> world.model().grid().center(who.cell());
      case TELEPORTER -> number % 2 == 0 ? who.place() : Place.offset(who.place(), FAR_METERS, 0);
      default -> who.place();
    };
    return Place.offset(
        from, world.seed().number(name + "/n", 17) - 8, world.seed().number(name + "/e", 17) - 8);
  }

  // an area is judged by itself: what is in another is claimed there
  private void claim(DeviceAgent agent, long epoch, int number)
      throws IOException, SigningException {
    SortedMap<H3Cell, List<CoverageReport.Covered>> byArea = new TreeMap<>();
    for (CoverageReport.Covered covered : world.model().claim(who)) {
      byArea
          .computeIfAbsent(
              covered.cell().parent(CoverageReport.AREA_RESOLUTION), a -> new ArrayList<>())
          .add(covered);
    }
    Instant now = world.clock().instant();
    List<CoverageReport.Location> places =
        List.of(new CoverageReport.Location(now, fix(epoch, number)));
    for (var area : byArea.entrySet()) {
      CoverageReport claim = new CoverageReport.Claim(
          area.getKey(), who.type(), area.getValue(), speedtests(epoch, now), places);
      agent.report(CoverageVerifier.KIND, COVERAGE.codec().encode(claim), Provenance.SIMULATED);
    }
  }

  private List<Speedtest> speedtests(long epoch, Instant now) {
    return List.of(speedtest(epoch, 0, now), speedtest(epoch, 1, now));
  }

  private Speedtest speedtest(long epoch, int number, Instant now) {
    String name = who.name() + "/speed-" + epoch + "-" + number;
    int slower = who.number() % 5 == 4 ? 2 : 1;
    return new Speedtest(
        now.minus(Duration.ofMillis(number)),
        (12 + world.seed().number(name + "/up", 30)) * Speedtest.MBPS / slower,
        (110 + world.seed().number(name + "/down", 400)) * Speedtest.MBPS / slower,
        (int) (8 + world.seed().number(name + "/latency", 30)) * slower);
  }
}
