package org.depinsdk.store.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.epoch.store.BundleName;
import org.depinsdk.epoch.store.BundleStore;
import org.depinsdk.epoch.store.Content;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Bundles in a bucket, at keys such as {@code prefix/epoch-7/reports.pb}. An object is created with the condition that there is
 * none of its key, and with the SHA-256 of its bytes, which the store checks. What has more than {@value #PART_BYTES} bytes goes in
 * parts, each with its own hash.
 *
 * <p>Credentials, and what the location leaves out, come from where the AWS SDK looks for them: environment, system properties,
 * profile, container, machine.
 */
final class S3BundleStore implements BundleStore {
  static final int PART_BYTES = 16 << 20;

  /** More than that are not taken. */
  private static final int MOST_PARTS = 10_000;

  private static final String SHA256 = "sha256";
  private static final String CONTENT_TYPE = "application/octet-stream";

  private final S3Location location;
  private final S3Client client;
  private final int partBytes;

  S3BundleStore(S3Location location, S3Client client, int partBytes) {
    this.location = location;
    this.client = client;
    this.partBytes = partBytes;
  }

  /** How every client of this store asks. */
  static S3ClientBuilder builder() {
    return S3Client.builder()
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        // the JDK's client gives up on an answer of 100 Continue that comes late
        .serviceConfiguration(
            S3Configuration.builder().expectContinueEnabled(false).build());
  }

  static S3BundleStore open(S3Location location) throws IOException {
    S3ClientBuilder builder =
        builder().credentialsProvider(DefaultCredentialsProvider.builder().build());
    Optional<String> region = location.region();
    if (location.endpoint().isPresent()) {
      // other stores than Amazon's rarely have a host for each bucket, and any region will do
      builder.endpointOverride(location.endpoint().get()).forcePathStyle(true);
      region = region.or(() -> Optional.of("us-east-1"));
    }
    region.map(Region::of).ifPresent(builder::region);
    location.pathStyle().ifPresent(builder::forcePathStyle);
    try {
      return new S3BundleStore(location, builder.build(), PART_BYTES);
    } catch (SdkException e) {
      throw new S3Failure(location, e);
    }
  }

  @Override
  public String location() {
    return location.toString();
  }

  @Override
  public SortedSet<BundleName> names() throws IOException {
    SortedSet<BundleName> names = new TreeSet<>();
    try {
      client
          .listObjectsV2Paginator(
              list -> list.bucket(location.bucket()).prefix(location.prefix()).delimiter("/"))
          .commonPrefixes()
          .forEach(folder -> BundleName.parse(folder
                  .prefix()
                  .substring(location.prefix().length(), folder.prefix().length() - 1))
              .ifPresent(names::add));
      return names;
    } catch (SdkException e) {
      throw new S3Failure(location, e);
    }
  }

  @Override
  public Optional<InputStream> find(BundleName name, String file) throws IOException {
    String key = key(name, file);
    try {
      return Optional.of(new S3Stream(
          location, client.getObject(get -> get.bucket(location.bucket()).key(key))));
    } catch (SdkException e) {
      if (S3Failure.isMissing(e)) {
        return Optional.empty();
      }
      throw new S3Failure(location, e);
    }
  }

  @Override
  public boolean create(BundleName name, String file, Content content) throws IOException {
    String key = key(name, file);
    try {
      if (head(key).isPresent()) {
        return false;
      }
      try (InputStream in = content.open()) {
        if (content.bytes() <= partBytes) {
          put(key, in.readAllBytes(), content.sha256());
        } else {
          putInParts(key, in, content);
        }
      }
      return true;
    } catch (SdkException e) {
      if (e instanceof S3Exception refused && refused.statusCode() == 412) {
        // somebody else was faster, or this process: the SDK asks again when an answer is lost on
        // the way
        return holds(name, file, content);
      }
      throw new S3Failure(location, e);
    }
  }

  private void put(String key, byte[] bytes, Bytes32 sha256) {
    client.putObject(
        put -> put.bucket(location.bucket())
            .key(key)
            .ifNoneMatch("*")
            .checksumSHA256(base64(sha256))
            .metadata(Map.of(SHA256, sha256.toString())),
        body(bytes, bytes.length));
  }

  private void putInParts(String key, InputStream in, Content content) throws IOException {
    String upload = client
        .createMultipartUpload(create -> create
            .bucket(location.bucket())
            .key(key)
            .checksumAlgorithm(ChecksumAlgorithm.SHA256)
            .metadata(Map.of(SHA256, content.sha256().toString())))
        .uploadId();
    boolean complete = false;
    try {
      List<CompletedPart> parts = new ArrayList<>();
      byte[] buffer =
          new byte[Math.toIntExact(Math.max(partBytes, content.bytes() / MOST_PARTS + 1))];
      for (int n = in.readNBytes(buffer, 0, buffer.length);
          n > 0;
          n = in.readNBytes(buffer, 0, buffer.length)) {
        parts.add(putPart(key, upload, parts.size() + 1, buffer, n));
      }
      client.completeMultipartUpload(all -> all.bucket(location.bucket())
          .key(key)
          .uploadId(upload)
          .ifNoneMatch("*")
          .multipartUpload(made -> made.parts(parts)));
      complete = true;
    } finally {
      if (!complete) {
        client.abortMultipartUpload(
            abort -> abort.bucket(location.bucket()).key(key).uploadId(upload));
      }
    }
  }

  private CompletedPart putPart(String key, String upload, int number, byte[] buffer, int length) {
    byte[] bytes = length == buffer.length ? buffer : Arrays.copyOf(buffer, length);
    String sha256 = base64(Bytes32.sha256(bytes));
    String tag = client
        .uploadPart(
            part -> part.bucket(location.bucket())
                .key(key)
                .uploadId(upload)
                .partNumber(number)
                .checksumSHA256(sha256),
            body(buffer, length))
        .eTag();
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(tag)
        .checksumSHA256(sha256)
        .build();
  }

  /** Can be read again when the SDK tries again, and is not copied. */
  private static RequestBody body(byte[] bytes, int length) {
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(bytes, 0, length), length, CONTENT_TYPE);
  }

  private static String base64(Bytes32 sha256) {
    return Base64.getEncoder().encodeToString(sha256.bytes());
  }

  /** By what was stated when the object was created, which the store checked then; otherwise by reading it. */
  @Override
  public boolean holds(BundleName name, String file, Content content) throws IOException {
    Optional<HeadObjectResponse> found;
    try {
      found = head(key(name, file));
    } catch (SdkException e) {
      throw new S3Failure(location, e);
    }
    if (found.isEmpty() || found.get().contentLength() != content.bytes()) {
      return false;
    }
    String stated = found.get().metadata().get(SHA256);
    return content.sha256().toString().equals(stated)
        || BundleStore.super.holds(name, file, content);
  }

  private Optional<HeadObjectResponse> head(String key) {
    try {
      return Optional.of(
          client.headObject(head -> head.bucket(location.bucket()).key(key)));
    } catch (S3Exception e) {
      if (e.statusCode() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private String key(BundleName name, String file) throws IOException {
    if (!BundleName.isFile(file)) {
      throw new IOException("'" + file + "' is no name of a file in a bundle");
    }
    return location.prefix() + name + "/" + file;
  }

  @Override
  public void close() {
    client.close();
  }
}
