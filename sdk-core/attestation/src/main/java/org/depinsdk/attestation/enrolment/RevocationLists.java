package org.depinsdk.attestation.enrolment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.attestation.CrlSnapshot;
import org.depinsdk.attestation.RevocationSource;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.CborFields;
import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.CborWriter;
import org.depinsdk.core.encoding.EncodingException;

/**
 * The revocation lists that a network has at a moment, as they were fetched, by scheme. A bundle holds those that its attestations
 * were appraised with.
 */
public final class RevocationLists {
  /** No list of any scheme. */
  public static final RevocationLists NONE = new RevocationLists(new TreeMap<>(), new TreeMap<>());

  private static final int MAX_LISTS = 1000;

  private final SortedMap<String, List<byte[]>> lists;
  private final SortedMap<String, RevocationSource> sources;

  private RevocationLists(
      SortedMap<String, List<byte[]>> lists, SortedMap<String, RevocationSource> sources) {
    this.lists = Collections.unmodifiableSortedMap(lists);
    this.sources = Collections.unmodifiableSortedMap(sources);
  }

  /**
   * Lists of certificates by RFC 5280.
   *
   * @param byScheme the DER of each, by the scheme of evidence that it is for
   * @return the lists
   * @throws EncodingException if one is no list
   */
  public static RevocationLists of(SortedMap<String, List<byte[]>> byScheme)
      throws EncodingException {
    SortedMap<String, List<byte[]>> lists = new TreeMap<>();
    SortedMap<String, RevocationSource> sources = new TreeMap<>();
    for (var entry : byScheme.entrySet()) {
      List<byte[]> ders = entry.getValue().stream()
          .map(byte[]::clone)
          .sorted(Arrays::compareUnsigned)
          .toList();
      lists.put(entry.getKey(), ders);
      sources.put(entry.getKey(), CrlSnapshot.of(ders.toArray(byte[][]::new)));
    }
    return new RevocationLists(lists, sources);
  }

  Optional<RevocationSource> source(String scheme) {
    return Optional.ofNullable(sources.get(scheme));
  }

  /**
   * Identifies the lists.
   *
   * @return SHA-256 of {@link #toBytes}
   */
  public Bytes32 digest() {
    return Bytes32.sha256(toBytes());
  }

  /**
   * Serialises the lists.
   *
   * @return a CBOR array of a scheme and its lists in turn; equal lists give equal bytes
   */
  public byte[] toBytes() {
    List<CborValue> items = new ArrayList<>();
    lists.forEach((scheme, ders) -> {
      items.add(new CborValue.Text(scheme));
      items.add(
          new CborValue.Array(ders.stream().<CborValue>map(CborValue.Bytes::new).toList()));
    });
    return CborWriter.write(new CborValue.Array(items));
  }

  /**
   * Reads lists.
   *
   * @param bytes as {@link #toBytes} gives them
   * @return the lists
   * @throws EncodingException if the bytes are anything else
   */
  public static RevocationLists parse(byte[] bytes) throws EncodingException {
    if (!(CborReader.read(bytes) instanceof CborValue.Array array)
        || array.items().size() % 2 != 0
        || array.items().size() > 2 * MAX_LISTS) {
      throw new EncodingException("revocation lists must be an array of schemes and lists in turn");
    }
    SortedMap<String, List<byte[]>> byScheme = new TreeMap<>();
    for (int i = 0; i < array.items().size(); i += 2) {
      if (!(array.items().get(i + 1) instanceof CborValue.Array ofScheme)) {
        throw new EncodingException("revocation lists of a scheme must be an array");
      }
      List<byte[]> ders = new ArrayList<>();
      for (CborValue der : ofScheme.items()) {
        ders.add(CborFields.bytes(der, "revocation list"));
      }
      byScheme.put(CborFields.string(array.items().get(i), "scheme"), ders);
    }
    RevocationLists lists = of(byScheme);
    if (!Arrays.equals(lists.toBytes(), bytes)) {
      throw new EncodingException("revocation lists are not in their one form");
    }
    return lists;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RevocationLists l && Arrays.equals(toBytes(), l.toBytes());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(toBytes());
  }

  @Override
  public String toString() {
    return "RevocationLists" + lists.keySet();
  }
}
