package org.depinsdk.wifi;

import java.io.IOException;
import java.util.List;
import org.depinsdk.core.geo.GeoPoint;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.hardware.agent.DeviceAgent;
import org.depinsdk.radio.coverage.CoverageReport;
import org.depinsdk.radio.coverage.CoverageVerifier;

/** The client of an access point: it walks about and measures which access points it hears, and how well. */
final class ClientAgent implements AutoCloseable {
  private static final CoverageVerifier COVERAGE = new CoverageVerifier();
  private static final int STEPS = 2;
  // a measurement is a little better than the model, never worse
  private static final int FADING_DECI_DB = 20;

  private final Fleet.AccessPoint home;
  private final World world;
  private final DeviceAgent agent;

  private ClientAgent(Fleet.AccessPoint home, World world, DeviceAgent agent) {
    this.home = home;
    this.world = world;
    this.agent = agent;
  }

  static ClientAgent open(Fleet.AccessPoint home, World world) throws IOException {
    return new ClientAgent(home, world, AccessPointAgent.agent(home.client(), world));
  }

  /** Walks through some of the cells nearby and measures there; over an epoch it comes to all of them. */
  void interval(long epoch, int number) throws IOException, SigningException {
    H3Cell start = world.model().grid().cellAt(home.place(), RadioModel.RESOLUTION);
    List<H3Cell> around = world.model().grid().disk(start, STEPS);
    int first = (int) world.seed().number(home.client().name() + "/walk-" + epoch, around.size());
    int intervals = world.timing().intervals();
    int each = (around.size() + intervals - 1) / intervals;
    for (int step = each * number; step < Math.min(each * (number + 1), around.size()); step++) {
      H3Cell here = around.get((first + step) % around.size());
      GeoPoint place = world.model().grid().center(here);
      for (Fleet.AccessPoint heard : world.model().measuredAt(place, world.fleet())) {
        measure(heard, here, place, home.client().name() + "/fading-" + epoch + "-" + step);
      }
    }
    agent.forward();
  }

  private void measure(Fleet.AccessPoint heard, H3Cell here, GeoPoint place, String walk)
      throws IOException, SigningException {
    long meters = world.model().grid().distanceMeters(place, heard.place());
    int signal = world.model().signalDeciDbm(heard.type(), meters)
        + (int) world.seed().number(walk + "/" + heard.name(), FADING_DECI_DB);
    CoverageReport measurement = new CoverageReport.Measurement(
        here.parent(CoverageReport.AREA_RESOLUTION), here, heard.self().id(), signal);
    agent.report(CoverageVerifier.KIND, COVERAGE.codec().encode(measurement), Provenance.SIMULATED);
  }

  @Override
  public void close() throws IOException {
    agent.close();
  }
}
