package org.depinsdk.wifi;

import java.util.ArrayList;
import java.util.List;
import org.depinsdk.core.geo.GeoPoint;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.encoding.Hex;

/** Who takes part: the access points and their clients, made from the seed. */
final class Fleet {
  /** How an access point behaves. */
  enum Behaviour {
    HONEST("honest"),
    REAL_INTERFACE("this machine's network interface"),
    REPLAYER("sends old reports again"),
    REVOKED("goes on after it was revoked"),
    UPTIME_LIAR("claims uptime that it did not have"),
    BYTE_INFLATER("claims bytes that its client did not sign"),
    SELF_DEALER("serves a client of its own operator");

    private final String words;

    Behaviour(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }

    boolean isCheat() {
      return this != HONEST && this != REAL_INTERFACE;
    }
  }

  /** A key that takes part, with its account. */
  record Member(String name, DeviceId id, InMemorySigner signer, OperatorId operator) {}

  /** An access point and the client that it serves. */
  record AccessPoint(int number, Member self, Member client, Behaviour behaviour, GeoPoint place, H3Cell cell) {
    String name() {
      return self.name();
    }
  }

  private static final int CELL_RESOLUTION = 9;
  // Berlin, Alexanderplatz, and about three kilometres around it
  private static final int LATITUDE_E7 = 525_219_000;
  private static final int LONGITUDE_E7 = 134_132_000;
  private static final int SPREAD_E7 = 300_000;

  private Fleet() {}

  static List<AccessPoint> of(Seed seed, int devices, boolean withRealInterface, HexGrid grid) {
    List<Behaviour> behaviours = behaviours(devices, withRealInterface);
    List<AccessPoint> fleet = new ArrayList<>();
    for (int i = 0; i < devices; i++) {
      Behaviour behaviour = behaviours.get(i);
      OperatorId operator = account(seed, "operator-" + i / 2);
      String name = "ap-" + (i + 1);
      Member self = member(seed, name, KeyAlgorithm.values()[i % 3], operator);
      OperatorId clientOperator =
          behaviour == Behaviour.SELF_DEALER ? operator : account(seed, "subscriber-" + i);
      Member client = member(seed, "client-" + (i + 1), KeyAlgorithm.ED25519, clientOperator);
      GeoPoint place = new GeoPoint(
          LATITUDE_E7 + (int) seed.number(name + "/latitude", 2L * SPREAD_E7) - SPREAD_E7,
          LONGITUDE_E7 + (int) seed.number(name + "/longitude", 3L * SPREAD_E7) - SPREAD_E7 * 3 / 2);
      fleet.add(new AccessPoint(i, self, client, behaviour, place, grid.cellAt(place, CELL_RESOLUTION)));
    }
    return fleet;
  }

  // honest ones first, the cheats last, each kind once as far as there is room
  private static List<Behaviour> behaviours(int devices, boolean withRealInterface) {
    List<Behaviour> special = new ArrayList<>();
    for (Behaviour behaviour : Behaviour.values()) {
      if (behaviour.isCheat() || (behaviour == Behaviour.REAL_INTERFACE && withRealInterface)) {
        special.add(behaviour);
      }
    }
    List<Behaviour> all = new ArrayList<>();
    int honest = Math.max(devices - special.size(), Math.min(devices, 2));
    for (int i = 0; i < devices; i++) {
      all.add(i < honest ? Behaviour.HONEST : special.get(i - honest));
    }
    return all;
  }

  private static Member member(Seed seed, String name, KeyAlgorithm algorithm, OperatorId operator) {
    try {
      InMemorySigner signer = InMemorySigner.ofSecret(algorithm, seed.bytes(name + "/secret"));
      return new Member(name, DeviceId.derive(WifiPolicy.NETWORK, signer.publicKey()), signer, operator);
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("seed " + seed.value() + " gives " + name + " no key; take another", e);
    }
  }

  private static OperatorId account(Seed seed, String name) {
    return new OperatorId("0x" + Hex.encode(seed.bytes(name)).substring(0, 40));
  }
}
