package org.depinsdk.attestation.testkit;

import com.webauthn4j.WebAuthnRegistrationManager;
import com.webauthn4j.anchor.TrustAnchorRepository;
import com.webauthn4j.appattest.DeviceCheckManager;
import com.webauthn4j.appattest.data.DCAttestationParameters;
import com.webauthn4j.appattest.data.DCAttestationRequest;
import com.webauthn4j.appattest.server.DCServerProperty;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.data.attestation.statement.CertificateBaseAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.attestation.statement.androidkey.AndroidKeyAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.apple.AppleAnonymousAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.none.NoneAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.packed.PackedAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.tpm.TPMAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.u2f.FIDOU2FAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.trustworthiness.certpath.CertPathTrustworthinessVerifier;
import com.webauthn4j.verifier.attestation.trustworthiness.certpath.DefaultCertPathTrustworthinessVerifier;
import com.webauthn4j.verifier.attestation.trustworthiness.self.DefaultSelfAttestationTrustworthinessVerifier;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.depinsdk.core.encoding.Bytes32;

/** Appraises with webauthn4j, a library of others for WebAuthn and App Attest. */
final class WebAuthn4j {
  private final WebAuthnRegistrationManager registrations;
  private final DeviceCheckManager apps;

  /** Judges certificates by an instant. */
  WebAuthn4j(List<byte[]> roots, Instant at) {
    Set<TrustAnchor> anchors = roots.stream()
        .map(root -> new TrustAnchor(certificate(root), null))
        .collect(Collectors.toSet());
    DefaultCertPathTrustworthinessVerifier now =
        new DefaultCertPathTrustworthinessVerifier(new TrustAnchorRepository() {
          @Override
          public Set<TrustAnchor> find(AAGUID kind) {
            return anchors;
          }

          @Override
          public Set<TrustAnchor> find(byte[] certificateKeyIdentifier) {
            return anchors;
          }
        });
    now.setFullChainProhibited(false);
    now.setPolicyQualifiersRejected(false);
    CertPathTrustworthinessVerifier then = new CertPathTrustworthinessVerifier() {
      @Override
      public void verify(
          AAGUID kind, CertificateBaseAttestationStatement statement, Instant ignored) {
        now.verify(kind, statement, at);
      }
    };
    registrations = new WebAuthnRegistrationManager(
        List.of(
            new PackedAttestationStatementVerifier(),
            new FIDOU2FAttestationStatementVerifier(),
            new AndroidKeyAttestationStatementVerifier(),
            new TPMAttestationStatementVerifier(),
            new AppleAnonymousAttestationStatementVerifier(),
            new NoneAttestationStatementVerifier()),
        then,
        new DefaultSelfAttestationTrustworthinessVerifier());
    apps = new DeviceCheckManager(then);
  }

  static X509Certificate certificate(byte[] der) {
    try {
      return (X509Certificate) CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new IllegalArgumentException("not a certificate", e);
    }
  }

  /** Throws an unchecked exception if the registration is refused. */
  void verify(byte[] object, byte[] clientData, String rpId, String origin, byte[] challenge) {
    registrations.verify(
        new RegistrationRequest(object, clientData),
        new RegistrationParameters(
            new ServerProperty(new Origin(origin), rpId, new DefaultChallenge(challenge)),
            null,
            false,
            true));
  }

  /** Throws an unchecked exception if the attestation of App Attest is refused. */
  void verifyApp(byte[] object, byte[] keyId, String app, byte[] nonce, boolean production) {
    apps.getAttestationDataValidator().setProduction(production);
    apps.validate(
        new DCAttestationRequest(keyId, object, Bytes32.sha256(nonce).bytes()),
        new DCAttestationParameters(new DCServerProperty(app, new DefaultChallenge(nonce))));
  }
}
