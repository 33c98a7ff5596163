package org.depinsdk.radio.witness;

import java.util.List;
import java.util.Optional;

/**
 * What radios may do in a part of the world.
 *
 * @param name for example {@code EU868}
 * @param channelsHz the uplink channels, ascending
 * @param dataRates from the slowest to the fastest
 */
public record RadioRegion(String name, List<Integer> channelsHz, List<DataRate> dataRates) {
  /** Europe, 867.1 to 868.5 MHz (LoRaWAN Regional Parameters RP002, EU863-870; packet limits as Helium's beacons use them). */
  public static final RadioRegion EU868 = new RadioRegion(
      "EU868",
      channels(867_100_000),
      List.of(
          new DataRate("SF12BW125", 65),
          new DataRate("SF9BW125", 129),
          new DataRate("SF8BW125", 238)));

  /** North America, the second sub-band, 903.9 to 905.3 MHz (LoRaWAN Regional Parameters RP002, US902-928). */
  public static final RadioRegion US915 = new RadioRegion(
      "US915",
      channels(903_900_000),
      List.of(
          new DataRate("SF10BW125", 25),
          new DataRate("SF9BW125", 67),
          new DataRate("SF8BW125", 139),
          new DataRate("SF7BW125", 256)));

  /** Copies. */
  public RadioRegion {
    channelsHz = List.copyOf(channelsHz);
    dataRates = List.copyOf(dataRates);
    if (channelsHz.isEmpty()) {
      throw new IllegalArgumentException("region " + name + " has no channels");
    }
  }

  /**
   * A data rate and what fits into a packet sent with it.
   *
   * @param name spreading factor and bandwidth in kHz, for example {@code SF9BW125}
   * @param maxPacketBytes the largest packet
   */
  public record DataRate(String name, int maxPacketBytes) {}

  /**
   * The slowest data rate, the one that is heard furthest, that takes a packet.
   *
   * @param bytes the packet's length
   * @return empty where no data rate takes so much
   */
  public Optional<DataRate> dataRateFor(int bytes) {
    return dataRates.stream().filter(r -> bytes <= r.maxPacketBytes()).findFirst();
  }

  // both bands have eight channels, 200 kHz apart
  private static List<Integer> channels(int firstHz) {
    return java.util.stream.IntStream.range(0, 8)
        .mapToObj(i -> firstHz + 200_000 * i)
        .toList();
  }
}
