package org.depinsdk.attestation.testkit;

import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.depinsdk.attestation.Evidence;
import org.depinsdk.attestation.SignatureAlgorithm;
import org.depinsdk.attestation.TrustAnchor;
import org.depinsdk.attestation.nitro.NitroVerifier;
import org.depinsdk.attestation.token.CoseToken;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.CborWriter;

/** A pretend AWS Nitro enclave, not in debug mode until its PCR 0 is set to zero. */
public final class PretendEnclave {
  private final PretendCa root;
  private final PretendCa zone;
  private final KeyPair key = Keys.p384();
  private final KeyPair attested = Keys.p256();
  private final Map<Integer, byte[]> pcrs = new TreeMap<>(Map.of(0, pcr(1), 1, pcr(2), 2, pcr(3)));

  /** An enclave with a root of its own. */
  public PretendEnclave() {
    this(PretendCa.root("CN=aws.nitro-enclaves"));
  }

  /**
   * An enclave with certificates below an authority.
   *
   * @param root the authority
   */
  public PretendEnclave(PretendCa root) {
    this.root = root;
    this.zone = root.intermediate("CN=zone.aws.nitro-enclaves");
  }

  /**
   * A measurement.
   *
   * @param fill the value of each byte
   * @return 48 bytes
   */
  public static byte[] pcr(int fill) {
    byte[] pcr = new byte[48];
    Arrays.fill(pcr, (byte) fill);
    return pcr;
  }

  /**
   * Sets a measurement.
   *
   * @param index of the PCR
   * @param value 48 bytes
   * @return this
   */
  public PretendEnclave pcr(int index, byte[] value) {
    pcrs.put(index, value.clone());
    return this;
  }

  /**
   * The root that its chains end in.
   *
   * @return the anchor
   */
  public TrustAnchor anchor() {
    return root.anchor();
  }

  /**
   * Makes a document.
   *
   * @param nonce what the verifier sent
   * @param at the hypervisor's time
   * @return evidence
   */
  public Evidence attest(byte[] nonce, Instant at) {
    List<byte[]> chain = new ArrayList<>(
        zone.chain(zone.certify("CN=i-0123.aws.nitro-enclaves", key.getPublic()).der()));
    byte[] certificate = chain.remove(0);
    Collections.reverse(chain);
    Map<CborValue, CborValue> measured = new LinkedHashMap<>();
    pcrs.forEach(
        (index, value) -> measured.put(new CborValue.Int(index), new CborValue.Bytes(value)));
    Map<CborValue, CborValue> document = new LinkedHashMap<>();
    document.put(new CborValue.Text("module_id"), new CborValue.Text("i-0123-enc0456"));
    document.put(new CborValue.Text("digest"), new CborValue.Text("SHA384"));
    document.put(new CborValue.Text("timestamp"), new CborValue.Int(at.toEpochMilli()));
    document.put(new CborValue.Text("pcrs"), new CborValue.Dict(measured));
    document.put(new CborValue.Text("certificate"), new CborValue.Bytes(certificate));
    document.put(
        new CborValue.Text("cabundle"),
        new CborValue.Array(chain.stream().<CborValue>map(CborValue.Bytes::new).toList()));
    document.put(
        new CborValue.Text("public_key"),
        new CborValue.Bytes(attested.getPublic().getEncoded()));
    document.put(new CborValue.Text("nonce"), new CborValue.Bytes(nonce));
    return new Evidence(
        NitroVerifier.MEDIA_TYPE,
        CoseToken.sign(
            SignatureAlgorithm.ES384,
            CborWriter.write(new CborValue.Dict(document)),
            message -> Keys.sign("SHA384withECDSAinP1363Format", key.getPrivate(), message)));
  }
}
