package org.depinsdk.attestation.enrolment;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.attestation.CrlSnapshot;
import org.depinsdk.attestation.RevocationSource;
import org.depinsdk.attestation.android.AndroidStatusList;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.CborFields;
import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.CborWriter;
import org.depinsdk.core.encoding.EncodingException;

/**
 * The revocation lists that a network has at a moment, as they were fetched, by scheme: certificate revocation lists, or Google's
 * status list with the time at which it was fetched. A bundle holds those that its attestations were appraised with.
 */
public final class RevocationLists {
  /** Largest set of lists, serialised. */
  public static final int MAX_BYTES = 16 << 20;

  private static final int MAX_SCHEMES = 1000;

  /** No list of any scheme. */
  public static final RevocationLists NONE =
      new RevocationLists(new TreeMap<>(), new TreeMap<>(), bytes(new TreeMap<>()));

  private final SortedMap<String, List<CborValue>> lists;
  private final SortedMap<String, RevocationSource> sources;
  private final byte[] bytes;
  private final Bytes32 digest;

  private RevocationLists(
      SortedMap<String, List<CborValue>> lists,
      SortedMap<String, RevocationSource> sources,
      byte[] bytes) {
    this.lists = lists;
    this.sources = sources;
    this.bytes = bytes;
    this.digest = Bytes32.sha256(bytes);
  }

  /**
   * Lists of certificates by RFC 5280.
   *
   * @param byScheme the DER of each, by the scheme of evidence that it is for
   * @return the lists
   * @throws EncodingException if one is no list, or they are more than {@value #MAX_BYTES} bytes
   */
  public static RevocationLists of(SortedMap<String, List<byte[]>> byScheme)
      throws EncodingException {
    SortedMap<String, List<CborValue>> lists = new TreeMap<>();
    byScheme.forEach((scheme, ders) -> lists.put(
        scheme,
        ders.stream()
            .sorted(Arrays::compareUnsigned)
            .<CborValue>map(CborValue.Bytes::new)
            .toList()));
    return read(lists);
  }

  /**
   * These lists and Google's list of withdrawn attestation certificates. It has no time of its own, so how old it is follows from
   * when it was fetched.
   *
   * @param scheme of evidence that it is for, such as {@code android-key}; it replaces what was there
   * @param json the list as Google sends it
   * @param fetchedAt when it was fetched, cut to milliseconds
   * @return new lists
   * @throws EncodingException if it is no such list, or the lists are more than {@value #MAX_BYTES} bytes
   */
  public RevocationLists withStatusList(String scheme, byte[] json, Instant fetchedAt)
      throws EncodingException {
    SortedMap<String, List<CborValue>> all = new TreeMap<>(lists);
    all.put(
        scheme, List.of(new CborValue.Int(fetchedAt.toEpochMilli()), new CborValue.Bytes(json)));
    return read(all);
  }

  private static RevocationLists read(SortedMap<String, List<CborValue>> lists)
      throws EncodingException {
    byte[] bytes = bytes(lists);
    if (bytes.length > MAX_BYTES || lists.size() > MAX_SCHEMES) {
      throw new EncodingException("revocation lists are of at most " + MAX_SCHEMES + " schemes and "
          + MAX_BYTES + " bytes, not " + lists.size() + " and " + bytes.length);
    }
    SortedMap<String, RevocationSource> sources = new TreeMap<>();
    for (var entry : lists.entrySet()) {
      sources.put(entry.getKey(), source(entry.getValue()));
    }
    return new RevocationLists(lists, sources, bytes);
  }

  private static RevocationSource source(List<CborValue> items) throws EncodingException {
    if (items.size() == 2 && items.get(0) instanceof CborValue.Int fetchedAt) {
      return AndroidStatusList.parse(
          CborFields.bytes(items.get(1), "status list"), Instant.ofEpochMilli(fetchedAt.value()));
    }
    byte[][] ders = new byte[items.size()][];
    for (int i = 0; i < ders.length; i++) {
      ders[i] = CborFields.bytes(items.get(i), "revocation list");
      if (i > 0 && Arrays.compareUnsigned(ders[i - 1], ders[i]) > 0) {
        throw new EncodingException("revocation lists of a scheme are ascending");
      }
    }
    return CrlSnapshot.of(ders);
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
    return digest;
  }

  /**
   * Serialises the lists.
   *
   * @return a CBOR array of a scheme and an array in turn: certificate revocation lists ascending, or the milliseconds since 1970 at
   *     which the status list was fetched and that list; equal lists give equal bytes
   */
  public byte[] toBytes() {
    return bytes.clone();
  }

  private static byte[] bytes(SortedMap<String, List<CborValue>> lists) {
    List<CborValue> items = new ArrayList<>();
    lists.forEach((scheme, ofScheme) -> {
      items.add(new CborValue.Text(scheme));
      items.add(new CborValue.Array(ofScheme));
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
    if (!(CborReader.read(bytes, MAX_BYTES) instanceof CborValue.Array array)
        || array.items().size() % 2 != 0) {
      throw new EncodingException("revocation lists must be an array of schemes and lists in turn");
    }
    SortedMap<String, List<CborValue>> lists = new TreeMap<>();
    for (int i = 0; i < array.items().size(); i += 2) {
      if (!(array.items().get(i + 1) instanceof CborValue.Array ofScheme)) {
        throw new EncodingException("revocation lists of a scheme must be an array");
      }
      lists.put(CborFields.string(array.items().get(i), "scheme"), ofScheme.items());
    }
    RevocationLists read = read(lists);
    if (!Arrays.equals(read.bytes, bytes)) {
      throw new EncodingException("revocation lists are not in their one form");
    }
    return read;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RevocationLists l && digest.equals(l.digest);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  @Override
  public String toString() {
    return "RevocationLists" + lists.keySet();
  }
}
