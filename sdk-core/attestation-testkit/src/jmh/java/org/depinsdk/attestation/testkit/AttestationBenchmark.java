package org.depinsdk.attestation.testkit;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorResult;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.depinsdk.attestation.AttestationResult;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.Evidence;
import org.depinsdk.attestation.TrustTier;
import org.depinsdk.attestation.android.AndroidKeyVerifier;
import org.depinsdk.attestation.apple.AppAttestationVerifier;
import org.depinsdk.attestation.device.DeviceCa;
import org.depinsdk.attestation.device.DeviceChainVerifier;
import org.depinsdk.attestation.device.DeviceEvidence;
import org.depinsdk.attestation.eat.EatVerifier;
import org.depinsdk.attestation.nitro.NitroVerifier;
import org.depinsdk.attestation.tpm.TpmEvidenceVerifier;
import org.depinsdk.attestation.webauthn.WebAuthnVerifier;
import org.depinsdk.core.encoding.CborFields;
import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.keys.SpkiKey;
import org.depinsdk.core.tpm.TpmAnnouncement;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Verdicts on honest evidence of each format, and what a network would otherwise take. All keys are on P-256. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class AttestationBenchmark {
  /** Evidence of one format. */
  @State(Scope.Thread)
  public static class Formats {
    /** The format. */
    @Param({
      "manufacturer",
      "tpm",
      "eat-cwt",
      "eat-jwt",
      "android-key",
      "app-attest",
      "nitro",
      "webauthn-packed"
    })
    public String format = "";

    private Judge judge = Judge.of(new EatVerifier());
    private Evidence evidence = new Evidence(EatVerifier.CWT, new byte[0]);

    /** Attests, honestly. */
    @Setup
    public void setUp() throws Exception {
      switch (format) {
        case "manufacturer" -> manufacturer();
        case "tpm" -> tpm();
        case "eat-cwt", "eat-jwt" -> {
          PretendEntity entity = new PretendEntity();
          judge = Judge.of(new EatVerifier(), entity.anchor("isolated"));
          evidence = format.equals("eat-cwt")
              ? entity.cwt(Judge.NONCE)
              : entity.jwt(JsonObject.builder().put("eat_nonce", "AQIDBAUGBwgJ").build());
        }
        case "android-key" -> {
          PretendPhone phone = new PretendPhone();
          judge = Judge.of(new AndroidKeyVerifier(), phone.anchor());
          evidence = phone.attest(Judge.NONCE);
        }
        case "app-attest" -> {
          PretendApp app = new PretendApp();
          judge = Judge.of(new AppAttestationVerifier(), app.anchor())
              .with(Map.of("app-id", List.of(PretendApp.APP_ID)), Map.of());
          evidence = app.attest(Judge.NONCE);
        }
        case "nitro" -> {
          PretendEnclave enclave = new PretendEnclave();
          judge = Judge.of(new NitroVerifier(), enclave.anchor());
          evidence = enclave.attest(Judge.NONCE, Judge.AT);
        }
        default -> {
          PretendAuthenticator authenticator = new PretendAuthenticator();
          judge = webAuthn(authenticator);
          evidence = authenticator.packed(Judge.NONCE);
        }
      }
      check(judge.judge(evidence));
    }

    private void manufacturer() throws Exception {
      DeviceSigner chip = InMemorySigner.ofSecret(KeyAlgorithm.P256, secret(1));
      DeviceCa root = DeviceCa.root("acme", secret(2), PretendCa.NOT_BEFORE);
      DeviceCa batch = root.batch("B7", secret(3), PretendCa.NOT_BEFORE);
      AttestedKey key = new AttestedKey(SpkiKey.encode(chip.publicKey()));
      byte[] device = batch.issue(key, "ap-100", "SN-1", PretendCa.NOT_BEFORE);
      judge = Judge.of(new DeviceChainVerifier(), root.anchor("idevid", "dedicated-chip"));
      evidence = DeviceEvidence.sign(batch.chain(device), Judge.NONCE, chip.publicKey(), chip)
          .toEvidence();
    }

    private static byte[] secret(int number) {
      byte[] secret = new byte[32];
      secret[31] = (byte) number;
      return secret;
    }

    private void tpm() throws Exception {
      PretendCa root = PretendCa.root("CN=TPM Root");
      PretendTpm tpm =
          PretendTpm.of(root.intermediate("CN=TPM Issuing")).boot(PretendBoot.of("1.0", true));
      TpmEvidenceVerifier verifier = new TpmEvidenceVerifier();
      judge = Judge.of(verifier, root.anchor("discrete"))
          .with(Map.of("secure-boot", List.of("true")), Map.of());
      byte[] challenge = verifier.challenge(
          tpm.announcement().toBytes(), Judge.NONCE, new java.security.SecureRandom());
      evidence =
          new Evidence(TpmAnnouncement.MEDIA_TYPE, tpm.evidence(challenge).toBytes());
    }
  }

  /**
   * What others appraise: more certificates than the JDK remembers (750), since it also remembers whether it verified one, and a
   * network sees each device's once.
   */
  @State(Scope.Thread)
  public static class Others {
    private static final int DEVICES = 1000;

    private final PretendAuthenticator authenticator = new PretendAuthenticator();
    private final WebAuthn4j library =
        new WebAuthn4j(List.of(authenticator.root().certificate()), Judge.AT);
    private final PretendPhone phone = new PretendPhone();
    private final List<List<CborValue>> registrations = new ArrayList<>();
    private final List<List<byte[]>> chains = new ArrayList<>();
    private PKIXParameters parameters;
    private int next;

    /** Attests, honestly. */
    @Setup
    public void setUp() throws Exception {
      for (int i = 0; i < DEVICES; i++) {
        registrations.add(CborFields.array(
            CborReader.read(authenticator.packed(Judge.NONCE).bytes()), 2, "evidence"));
        chains.add(phone.chain(Judge.NONCE));
      }
      byte[] root = chains.get(0).get(chains.get(0).size() - 1);
      parameters = new PKIXParameters(Set.of(new TrustAnchor(WebAuthn4j.certificate(root), null)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(Judge.AT));
    }

    private int next() {
      next = (next + 1) % DEVICES;
      return next;
    }
  }

  private static Judge webAuthn(PretendAuthenticator authenticator) {
    return Judge.of(new WebAuthnVerifier(), authenticator.anchor("dedicated-chip"))
        .with(
            Map.of(
                "rp-id", List.of(PretendAuthenticator.RP_ID),
                "origin", List.of(PretendAuthenticator.ORIGIN)),
            Map.of());
  }

  private static void check(AttestationResult result) {
    if (result.tier() != TrustTier.AFFIRMING) {
      throw new IllegalStateException("the evidence is refused: " + result.findings());
    }
  }

  /** Appraises. */
  @Benchmark
  public AttestationResult verdict(Formats formats) {
    return formats.judge.judge(formats.evidence);
  }

  /** Registrations of the format packed with webauthn4j. */
  @Benchmark
  public void webauthn4j(Others others) throws EncodingException {
    List<CborValue> registration = others.registrations.get(others.next());
    others.library.verify(
        CborFields.bytes(registration.get(0), "object"),
        CborFields.bytes(registration.get(1), "client data"),
        PretendAuthenticator.RP_ID,
        PretendAuthenticator.ORIGIN,
        Judge.NONCE);
  }

  /** The chain of an Android key with the JDK, and nothing of what the key description says. */
  @Benchmark
  public CertPathValidatorResult certPathValidator(Others others) throws GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<Certificate> certificates = new ArrayList<>();
    List<byte[]> chain = others.chains.get(others.next());
    for (byte[] der : chain.subList(0, chain.size() - 1)) {
      certificates.add(factory.generateCertificate(new ByteArrayInputStream(der)));
    }
    CertPath path = factory.generateCertPath(certificates);
    return CertPathValidator.getInstance("PKIX").validate(path, others.parameters);
  }
}
