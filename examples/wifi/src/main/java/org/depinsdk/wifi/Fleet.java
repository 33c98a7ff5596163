package org.depinsdk.wifi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.geo.GeoPoint;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.radio.coverage.RadioType;

/** Who takes part: the access points and their clients, made from the seed. */
final class Fleet {
  /** How an access point behaves. */
  enum Behaviour {
    HONEST("honest"),
    REAL_INTERFACE("this machine's network interface"),
    MISJUDGED("honest, and banned by mistake"),
    OVERSTATER("claims a signal that nobody measures"),
    REPLAYER("sends old reports again"),
    REVOKED("goes on after it was revoked"),
    UPTIME_LIAR("claims uptime that it did not have"),
    BYTE_INFLATER("claims bytes that its client did not sign"),
    SELF_DEALER("serves a client of its own operator"),
    BANDWIDTH_LIAR("claims ten times what its line carries"),
    ELSEWHERE("asserts a place where it is not"),
    FAKE_FIX("asserts a false place and fakes its fixes"),
    FORGER("shows a forged certificate of its manufacturer"),
    TELEPORTER("is here and, a moment later, far away");

    private final String words;

    Behaviour(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }

    boolean isCheat() {
      return kind().equals("cheat");
    }

    /** Its class in the page. */
    String kind() {
      return switch (this) {
        case HONEST -> "honest";
        case REAL_INTERFACE -> "real";
        case MISJUDGED -> "misjudged";
        default -> "cheat";
      };
    }
  }

  /** What an access point shows of itself before it takes part. */
  enum Hardware {
    CHIP("a key in a chip"),
    SOFTWARE("a key in software"),
    TPM("a key in a TPM 2.0"),
    FORGED("a forged certificate");

    private final String words;

    Hardware(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** A key that takes part, with its account. */
  record Member(String name, DeviceId id, DeviceSigner signer, OperatorId operator) {}

  /** What an access point says of its line, and what the line carries, both in kbit/s. */
  record Line(long claimedKbps, long carriesKbps) {}

  /** An access point and the client that it serves: where it stands, and the cell in which it says that it stands. */
  record AccessPoint(
      int number,
      Member self,
      Member client,
      Behaviour behaviour,
      Hardware hardware,
      RadioType type,
      GeoPoint place,
      H3Cell cell,
      Line line) {
    String name() {
      return self.name();
    }

    boolean standsElsewhere() {
      return behaviour == Behaviour.ELSEWHERE || behaviour == Behaviour.FAKE_FIX;
    }

    GeoPoint saysThatItStandsAt(HexGrid grid) {
      return standsElsewhere() ? grid.center(cell) : place;
    }
  }

  private static final int CELL_RESOLUTION = 12;
  private static final String COORDINATOR = "coordinator";
  private static final int CHALLENGERS = 8;
  /** Berlin, Alexanderplatz. */
  static final GeoPoint CENTER = new GeoPoint(525_219_000, 134_132_000);
  // neighbours stand about twice as far apart
  private static final double SPACING_METERS = 165;
  private static final double GOLDEN_ANGLE = 2.399963229728653;
  // further than anybody hears
  private static final double LIE_METERS = 1_050;

  private Fleet() {}

  /** Without a TPM. */
  static List<AccessPoint> of(Seed seed, int devices, boolean withRealInterface, HexGrid grid) {
    return of(seed, devices, withRealInterface, Optional.empty(), grid);
  }

  /** If a key in a TPM is given, it is that of the first access point. */
  static List<AccessPoint> of(
      Seed seed, int devices, boolean withRealInterface, Optional<DeviceSigner> tpm, HexGrid grid) {
    List<Behaviour> behaviours = behaviours(devices, withRealInterface);
    List<AccessPoint> fleet = new ArrayList<>();
    for (int i = 0; i < devices; i++) {
      Behaviour behaviour = behaviours.get(i);
      OperatorId operator = account(seed, "operator-" + i / 2);
      String name = "ap-" + (i + 1);
      boolean hasTpm = i == 0 && tpm.isPresent();
      Member self = hasTpm
          ? member(name, tpm.get(), operator)
          : member(seed, name, KeyAlgorithm.values()[i % 3], operator);
      OperatorId clientOperator =
          behaviour == Behaviour.SELF_DEALER ? operator : account(seed, "subscriber-" + i);
      Member client = member(seed, "client-" + (i + 1), KeyAlgorithm.ED25519, clientOperator);
      RadioType type = i % 3 == 1 && !behaviour.isCheat() ? RadioType.INDOOR : RadioType.OUTDOOR;
      GeoPoint place = place(seed, slot(i, behaviours));
      fleet.add(new AccessPoint(
          i,
          self,
          client,
          behaviour,
          hasTpm ? Hardware.TPM : hardware(i, behaviour),
          type,
          place,
          grid.cellAt(asserted(behaviour, place), CELL_RESOLUTION),
          line(seed, name, behaviour)));
    }
    return fleet;
  }

  private static Hardware hardware(int number, Behaviour behaviour) {
    if (behaviour == Behaviour.FORGER) {
      return Hardware.FORGED;
    }
    return number % 4 == 1 ? Hardware.SOFTWARE : Hardware.CHIP;
  }

  /** The device that plans tests of bandwidth. */
  static Member coordinator(Seed seed) {
    return member(seed, COORDINATOR, KeyAlgorithm.ED25519, account(seed, COORDINATOR));
  }

  /** The secret of the coordinator's key, by which it draws who measures whom. */
  static byte[] coordinatorSecret(Seed seed) {
    return seed.bytes(COORDINATOR + "/secret");
  }

  /** Those who measure, each of an operator of its own. */
  static List<Member> challengers(Seed seed) {
    return IntStream.rangeClosed(1, CHALLENGERS)
        .mapToObj(i -> "challenger-" + i)
        .map(name -> member(seed, name, KeyAlgorithm.ED25519, account(seed, name)))
        .toList();
  }

  private static Line line(Seed seed, String name, Behaviour behaviour) {
    long carries = 4_000 + 1_000 * seed.number(name + "/line", 17);
    return new Line(behaviour == Behaviour.BANDWIDTH_LIAR ? 10 * carries : carries, carries);
  }

  // like the seeds of a sunflower: evenly spread, whatever their number, and turned by the seed
  private static GeoPoint place(Seed seed, int number) {
    double turn = seed.number("turn", 360) * Math.PI / 180;
    GeoPoint even = Place.away(
        CENTER, SPACING_METERS * StrictMath.sqrt(number + 0.5), turn + GOLDEN_ANGLE * number);
    String name = "place-" + number;
    return Place.offset(
        even, seed.number(name + "/north", 81) - 40, seed.number(name + "/east", 81) - 40);
  }

  // the one who overstates is in the middle, where others measure; the first takes its place
  private static int slot(int number, List<Behaviour> behaviours) {
    int overstater = Math.max(0, behaviours.indexOf(Behaviour.OVERSTATER));
    if (number == overstater) {
      return 0;
    }
    return number == 0 ? overstater : number;
  }

  private static GeoPoint asserted(Behaviour behaviour, GeoPoint place) {
    return switch (behaviour) {
      case ELSEWHERE -> Place.offset(place, 0, -LIE_METERS);
      case FAKE_FIX -> Place.offset(place, 0, LIE_METERS);
      default -> place;
    };
  }

  // honest ones first, then each other kind once as far as there is room, the cheats last
  private static List<Behaviour> behaviours(int devices, boolean withRealInterface) {
    List<Behaviour> special = new ArrayList<>();
    for (Behaviour behaviour : Behaviour.values()) {
      if (behaviour != Behaviour.HONEST
          && (behaviour != Behaviour.REAL_INTERFACE || withRealInterface)) {
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

  private static Member member(
      Seed seed, String name, KeyAlgorithm algorithm, OperatorId operator) {
    try {
      return member(
          name, InMemorySigner.ofSecret(algorithm, seed.bytes(name + "/secret")), operator);
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(
          "seed " + seed.value() + " gives " + name + " no key; take another", e);
    }
  }

  private static Member member(String name, DeviceSigner signer, OperatorId operator) {
    return new Member(
        name, DeviceId.derive(WifiPolicy.NETWORK, signer.publicKey()), signer, operator);
  }

  private static OperatorId account(Seed seed, String name) {
    return new OperatorId("0x" + Hex.encode(seed.bytes(name)).substring(0, 40));
  }
}
