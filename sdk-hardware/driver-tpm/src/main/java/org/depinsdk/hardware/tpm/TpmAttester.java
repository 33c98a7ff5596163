package org.depinsdk.hardware.tpm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.depinsdk.core.lifecycle.HardwareAttester;
import org.depinsdk.core.tpm.TpmAnnouncement;
import org.depinsdk.core.tpm.TpmEvidence;
import org.depinsdk.core.tpm.TpmEvidence.CertifiedKey;
import org.depinsdk.core.tpm.TpmEvidence.PcrValue;
import org.depinsdk.core.tpm.TpmEvidence.Signed;
import org.depinsdk.hardware.tpm.TpmConnection.Handle;
import org.depinsdk.hardware.tpm.TpmException.Reason;

/**
 * Shows a network that a signer's key is in a genuine TPM, and what the machine booted: {@link #announcement} says which TPM it
 * is, the network answers with a challenge, and {@link #evidence} answers that.
 *
 * <p>The attestation key is on P-256. The TPM derives it anew from its endorsement seed and the network's name, so nothing has
 * to be kept, and two networks cannot tell by it that a device is the same; the certificate of the endorsement key, which
 * announcement and evidence hold, tells them.
 */
public final class TpmAttester implements HardwareAttester {
  /** Where Linux has the event log of the first TPM; root may read it. */
  public static final Path EVENT_LOG =
      Path.of("/sys/kernel/security/tpm0/binary_bios_measurements");

  /** What firmware measures, and the boot loader's first steps. */
  private static final List<Integer> FIRMWARE = List.of(0, 1, 2, 3, 4, 5, 6, 7);

  private static final int LAST_PCR = 23;
  private static final int MAX_EVENT_LOG = 192 * 1024;
  private static final int MAX_CHALLENGE = 1024;
  private static final int TRIES = 3;

  private final TpmSigner signer;
  private final String network;
  private final List<Integer> pcrs;
  private final Path eventLog;
  private final List<byte[]> issuers;
  private final byte[] endorsementAuth;

  private TpmAttester(
      TpmSigner signer,
      String network,
      List<Integer> pcrs,
      Path eventLog,
      List<byte[]> issuers,
      byte[] endorsementAuth) {
    this.signer = signer;
    this.network = network;
    this.pcrs = pcrs;
    this.eventLog = eventLog;
    this.issuers = issuers;
    this.endorsementAuth = endorsementAuth;
  }

  /**
   * An attester of registers 0 to 7 with the event log of Linux, in a TPM whose endorsement hierarchy has no auth value.
   *
   * @param signer whose key is shown to be in the TPM; open as long as the attester is used
   * @param network the network's name
   * @return the attester
   */
  public static TpmAttester of(TpmSigner signer, String network) {
    return new TpmAttester(signer, network, FIRMWARE, EVENT_LOG, List.of(), new byte[0]);
  }

  /**
   * The same with other registers.
   *
   * @param indices of the SHA-256 bank, 0 to 23
   * @return a copy
   */
  public TpmAttester withPcrs(int... indices) {
    List<Integer> sorted = Arrays.stream(indices).sorted().distinct().boxed().toList();
    if (sorted.isEmpty() || sorted.get(0) < 0 || sorted.get(sorted.size() - 1) > LAST_PCR) {
      throw new IllegalArgumentException("PCRs are 0 to " + LAST_PCR + ", not " + sorted);
    }
    return new TpmAttester(signer, network, sorted, eventLog, issuers, endorsementAuth);
  }

  /**
   * The same with another event log.
   *
   * @param file the log; it is left out if the file is not there
   * @return a copy
   */
  public TpmAttester withEventLog(Path file) {
    return new TpmAttester(signer, network, pcrs, file, issuers, endorsementAuth);
  }

  /**
   * The same with the certificates between the endorsement key's and the manufacturer's root. TPMs rarely hold them;
   * manufacturers publish them.
   *
   * @param ders the issuer of the endorsement key's certificate first, at most 4
   * @return a copy
   */
  public TpmAttester withIssuers(List<byte[]> ders) {
    List<byte[]> copies = ders.stream().map(byte[]::clone).toList();
    return new TpmAttester(signer, network, pcrs, eventLog, copies, endorsementAuth);
  }

  /**
   * The same in a TPM whose endorsement hierarchy has an auth value.
   *
   * @param auth at most {@value TpmSigner#MAX_AUTH_BYTES} bytes of UTF-8 without NUL
   * @return a copy
   */
  public TpmAttester withEndorsementAuth(char[] auth) {
    return new TpmAttester(signer, network, pcrs, eventLog, issuers, TpmSigner.utf8(auth));
  }

  /**
   * What kind of evidence it makes.
   *
   * @return {@link TpmAnnouncement#MEDIA_TYPE}
   */
  @Override
  public String mediaType() {
    return TpmAnnouncement.MEDIA_TYPE;
  }

  /**
   * Which TPM this is.
   *
   * @return a {@link TpmAnnouncement} for the network, which makes a challenge of it
   * @throws TpmException of reason {@link Reason#NO_EK_CERTIFICATE} if the TPM holds no certificate of an endorsement key
   */
  @Override
  public byte[] announcement() throws TpmException {
    return signer.withKey((tpm, key, auth) -> {
      StoredCertificate certificate = certificate(tpm);
      TpmCommands.Primary ak = attestationKey(tpm);
      TpmCommands.flushQuietly(tpm, ak.handle().value());
      return announcement(certificate, ak).toBytes();
    });
  }

  /**
   * Answers a challenge.
   *
   * @param challenge from the network, made of the announcement
   * @return {@link TpmEvidence} for the network
   * @throws TpmException of reason {@link Reason#FOREIGN_CHALLENGE} if the challenge is for another TPM or another attestation
   *     key, or is none; {@link Reason#EVENT_LOG} if there is a log that cannot be read
   */
  @Override
  public byte[] evidence(byte[] challenge) throws TpmException {
    byte[] log = readEventLog();
    return signer.withKey((tpm, key, auth) -> {
      StoredCertificate certificate = certificate(tpm);
      TpmCommands.Primary ak = attestationKey(tpm);
      try {
        Handle handle = ak.handle();
        byte[] secret = activate(tpm, certificate.key(), handle, challenge);
        Signed certification = AttestationCommands.certify(tpm, key, auth, handle, secret);
        Quoted quoted = quote(tpm, handle, secret);
        TpmEvidence evidence = new TpmEvidence(
            announcement(certificate, ak),
            secret,
            quoted.quote(),
            quoted.values().entrySet().stream()
                .map(pcr -> new PcrValue(PublicArea.SHA256, pcr.getKey(), pcr.getValue()))
                .toList(),
            log,
            Optional.of(new CertifiedKey(signer.publicArea(), certification)));
        return evidence.toBytes();
      } finally {
        if (!tpm.isBroken()) {
          TpmCommands.flushQuietly(tpm, ak.handle().value());
        }
      }
    });
  }

  private record StoredCertificate(EndorsementKey key, byte[] der) {}

  private static StoredCertificate certificate(TpmConnection tpm) throws TpmException {
    for (EndorsementKey key : EndorsementKey.values()) {
      try {
        return new StoredCertificate(key, AttestationCommands.readNv(tpm, key.certificateIndex()));
      } catch (TpmException e) {
        if (e.reason() != Reason.HANDLE_EMPTY) {
          throw e;
        }
      }
    }
    throw new TpmException(
        Reason.NO_EK_CERTIFICATE,
        tpm.tpm()
            + " holds no certificate of an endorsement key on P-256 or of RSA with 2048 bits");
  }

  private TpmAnnouncement announcement(StoredCertificate certificate, TpmCommands.Primary ak) {
    List<byte[]> chain = new ArrayList<>(List.of(certificate.der()));
    chain.addAll(issuers);
    return new TpmAnnouncement(chain, ak.publicArea());
  }

  private TpmCommands.Primary attestationKey(TpmConnection tpm) throws TpmException {
    byte[] label =
        PublicArea.sha256(("depin-sdk/ak/1 " + network).getBytes(StandardCharsets.UTF_8));
    return TpmCommands.createPrimary(
        tpm,
        AttestationCommands.ENDORSEMENT,
        endorsementAuth,
        PublicArea.attestationTemplate(label));
  }

  private byte[] activate(TpmConnection tpm, EndorsementKey key, Handle ak, byte[] challenge)
      throws TpmException {
    if (challenge.length > MAX_CHALLENGE) {
      throw new TpmException(Reason.FOREIGN_CHALLENGE, foreign(tpm, challenge));
    }
    Handle ek = TpmCommands.createPrimary(
            tpm, AttestationCommands.ENDORSEMENT, endorsementAuth, key.template())
        .handle();
    try {
      return AttestationCommands.activateCredential(tpm, ak, ek, endorsementAuth, challenge);
    } catch (TpmException e) {
      throw e.reason() == Reason.FOREIGN_KEY || e.reason() == Reason.REFUSED
          ? new TpmException(Reason.FOREIGN_CHALLENGE, foreign(tpm, challenge), e)
          : e;
    } finally {
      if (!tpm.isBroken()) {
        TpmCommands.flushQuietly(tpm, ek.value());
      }
    }
  }

  private static String foreign(TpmConnection tpm, byte[] challenge) {
    return tpm.tpm() + " cannot open the challenge of " + challenge.length
        + " bytes: it was made for another TPM or another attestation key; announce again";
  }

  private record Quoted(Signed quote, SortedMap<Integer, byte[]> values) {}

  /** Values and quote are two commands; a register that changes between them is read again. */
  private Quoted quote(TpmConnection tpm, Handle ak, byte[] secret) throws TpmException {
    for (int i = 0; i < TRIES; i++) {
      SortedMap<Integer, byte[]> values = AttestationCommands.readPcrs(tpm, pcrs);
      Signed quote = AttestationCommands.quote(tpm, ak, secret, pcrs);
      TpmWriter all = new TpmWriter();
      values.values().forEach(all::raw);
      byte[] attestation = quote.attestation();
      // the digest of the registers ends a quote
      int from = Math.max(0, attestation.length - 32);
      if (Arrays.equals(
          attestation, from, attestation.length, PublicArea.sha256(all.bytes()), 0, 32)) {
        return new Quoted(quote, values);
      }
    }
    throw new TpmException(
        Reason.BAD_ANSWER, tpm.tpm() + " has PCRs that change faster than they can be quoted");
  }

  private byte[] readEventLog() throws TpmException {
    try (InputStream in = Files.newInputStream(eventLog)) {
      byte[] log = in.readNBytes(MAX_EVENT_LOG + 1);
      if (log.length > MAX_EVENT_LOG) {
        throw new IOException("it has more than " + MAX_EVENT_LOG + " bytes");
      }
      return log;
    } catch (NoSuchFileException e) {
      return new byte[0];
    } catch (IOException e) {
      throw new TpmException(
          Reason.EVENT_LOG, "the event log " + eventLog + " cannot be read: " + e.getMessage(), e);
    }
  }
}
