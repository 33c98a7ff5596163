package org.depinsdk.attestation.android;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.jspecify.annotations.Nullable;

/**
 * What a keystore says of a key, in the extension 1.3.6.1.4.1.11129.2.1.17 of the key's certificate (Android's schema of key
 * attestation, versions 1 to 500).
 *
 * @param version of the schema
 * @param attestationLevel what signed: 0 software, 1 TEE, 2 StrongBox
 * @param keyLevel what holds the key, in the same numbers
 * @param challenge what the verifier had sent
 * @param softwareEnforced what the operating system says of the key
 * @param hardwareEnforced what the secure hardware says of it
 */
record KeyDescription(
    int version,
    int attestationLevel,
    int keyLevel,
    byte[] challenge,
    Authorizations softwareEnforced,
    Authorizations hardwareEnforced) {
  private static final int ITEMS = 8;

  /**
   * The state in which the phone booted.
   *
   * @param bootKey that verified the operating system
   * @param locked whether the bootloader takes only verified systems
   * @param state 0 verified, 1 self-signed, 2 unverified, 3 failed
   */
  record RootOfTrust(byte[] bootKey, boolean locked, int state) {}

  /**
   * The tags of a list and their values.
   *
   * @param values by tag
   * @param ordered whether the tags ascend, as the schema has them
   */
  record Authorizations(Map<Integer, ASN1Object> values, boolean ordered) {
    private static final int PURPOSE = 1;
    private static final int ALL_APPLICATIONS = 600;
    private static final int ORIGIN = 702;
    private static final int ROOT_OF_TRUST = 704;
    private static final int OS_PATCH_LEVEL = 706;
    private static final int APPLICATION_ID = 709;

    static Authorizations read(ASN1Encodable list) {
      Map<Integer, ASN1Object> values = new HashMap<>();
      boolean ordered = true;
      int last = -1;
      for (ASN1Encodable item : ASN1Sequence.getInstance(list)) {
        ASN1TaggedObject tagged = ASN1TaggedObject.getInstance(item);
        ordered &= tagged.getTagNo() > last;
        last = tagged.getTagNo();
        if (values.put(last, tagged.getExplicitBaseObject()) != null) {
          throw new IllegalArgumentException("a tag twice");
        }
      }
      return new Authorizations(values, ordered);
    }

    private @Nullable ASN1Object get(int tag) {
      return values.get(tag);
    }

    private Optional<Integer> integer(int tag) {
      return Optional.ofNullable(get(tag))
          .map(value -> ASN1Integer.getInstance(value).intValueExact());
    }

    Optional<Integer> origin() {
      return integer(ORIGIN);
    }

    /** Whether every application on the phone may use the key. */
    boolean allApplications() {
      return get(ALL_APPLICATIONS) != null;
    }

    Optional<Integer> osPatchLevel() {
      return integer(OS_PATCH_LEVEL);
    }

    List<Integer> purposes() {
      ASN1Object purposes = get(PURPOSE);
      if (purposes == null) {
        return List.of();
      }
      return Stream.of(ASN1Set.getInstance(purposes).toArray())
          .map(value -> ASN1Integer.getInstance(value).intValueExact())
          .toList();
    }

    Optional<RootOfTrust> rootOfTrust() throws IOException {
      ASN1Object root = get(ROOT_OF_TRUST);
      if (root == null) {
        return Optional.empty();
      }
      ASN1Sequence fields = ASN1Sequence.getInstance(root);
      return Optional.of(new RootOfTrust(
          ASN1OctetString.getInstance(fields.getObjectAt(0)).getOctets(),
          isTrue(ASN1Boolean.getInstance(fields.getObjectAt(1))),
          ASN1Enumerated.getInstance(fields.getObjectAt(2)).intValueExact()));
    }

    /** In DER true is FF and nothing else; the sets of real phones are not in DER, so that not all of it can be asked for. */
    private static boolean isTrue(ASN1Boolean value) throws IOException {
      byte content = value.getEncoded()[2];
      if (content != 0 && content != (byte) 0xff) {
        throw new IOException("a boolean that is not in DER");
      }
      return value.isTrue();
    }

    Optional<ASN1Sequence> applicationId() throws IOException {
      ASN1Object id = get(APPLICATION_ID);
      return id == null
          ? Optional.empty()
          : Optional.of(ASN1Sequence.getInstance(
              ASN1Primitive.fromByteArray(ASN1OctetString.getInstance(id).getOctets())));
    }

    /** Reads every value that is used, so that no later use can fail. */
    private void check() throws IOException {
      origin();
      osPatchLevel();
      purposes();
      rootOfTrust();
      packages();
      signatures();
    }

    List<String> packages() throws IOException {
      Optional<ASN1Sequence> id = applicationId();
      if (id.isEmpty()) {
        return List.of();
      }
      return Stream.of(ASN1Set.getInstance(id.get().getObjectAt(0)).toArray())
          .map(entry -> new String(
              ASN1OctetString.getInstance(ASN1Sequence.getInstance(entry).getObjectAt(0))
                  .getOctets(),
              StandardCharsets.UTF_8))
          .toList();
    }

    List<String> signatures() throws IOException {
      Optional<ASN1Sequence> id = applicationId();
      if (id.isEmpty()) {
        return List.of();
      }
      return Stream.of(ASN1Set.getInstance(id.get().getObjectAt(1)).toArray())
          .map(entry -> Hex.encode(ASN1OctetString.getInstance(entry).getOctets()))
          .toList();
    }
  }

  static KeyDescription parse(byte[] extension) throws EncodingException {
    try {
      ASN1Sequence fields = ASN1Sequence.getInstance(ASN1Primitive.fromByteArray(extension));
      if (fields.size() != ITEMS) {
        throw new EncodingException("a key description has 8 fields, not " + fields.size());
      }
      KeyDescription description = new KeyDescription(
          ASN1Integer.getInstance(fields.getObjectAt(0)).intValueExact(),
          ASN1Enumerated.getInstance(fields.getObjectAt(1)).intValueExact(),
          ASN1Enumerated.getInstance(fields.getObjectAt(3)).intValueExact(),
          ASN1OctetString.getInstance(fields.getObjectAt(4)).getOctets(),
          Authorizations.read(fields.getObjectAt(6)),
          Authorizations.read(fields.getObjectAt(7)));
      description.softwareEnforced().check();
      description.hardwareEnforced().check();
      return description;
    } catch (IOException | RuntimeException e) {
      // Bouncy Castle reports malformed ASN.1 by several unchecked exceptions
      throw new EncodingException("not a key description of Android");
    }
  }

  boolean ordered() {
    return softwareEnforced.ordered() && hardwareEnforced.ordered();
  }
}
