package org.depinsdk.store.s3;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A location such as {@code s3://bucket/prefix?endpoint=https://minio.example:9000&region=eu-central-1&path-style=true}.
 *
 * @param bucket the bucket
 * @param prefix what keys begin with: empty, or with a slash at its end
 * @param endpoint where the store is, if it is not Amazon's or the environment's
 * @param region its region, if it is not the environment's
 * @param pathStyle whether the bucket is in the path and not in the host's name, if that is not the environment's
 */
record S3Location(
    String bucket,
    String prefix,
    Optional<URI> endpoint,
    Optional<String> region,
    Optional<Boolean> pathStyle) {
  private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{2,62}");
  private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,64}");

  /** Reads a location; the message of the exception names what is wrong and what was expected. */
  static S3Location parse(URI location) throws IOException {
    String bucket = location.getAuthority();
    if (bucket == null || !BUCKET.matcher(bucket).matches()) {
      throw new IOException(
          location + " names no bucket of 3 to 63 letters, digits, '.', '_' and '-'");
    }
    if (location.getFragment() != null) {
      throw new IOException(location + " has a '#', expected s3://bucket/prefix");
    }
    S3Location parsed = new S3Location(
        bucket, prefix(location), Optional.empty(), Optional.empty(), Optional.empty());
    if (location.getQuery() != null) {
      for (String parameter : location.getQuery().split("&", -1)) {
        parsed = parsed.with(parameter);
      }
    }
    return parsed;
  }

  private static String prefix(URI location) throws IOException {
    String path = location.getPath().replaceAll("^/|/$", "");
    for (String name : path.split("/", -1)) {
      if (!path.isEmpty() && (name.isEmpty() || name.equals(".") || name.equals(".."))) {
        throw new IOException(location + " has an empty name or dots in its path");
      }
    }
    return path.isEmpty() ? "" : path + "/";
  }

  private S3Location with(String parameter) throws IOException {
    int end = parameter.indexOf('=');
    String name = end < 0 ? parameter : parameter.substring(0, end);
    String value = parameter.substring(end + 1);
    switch (name) {
      case "endpoint":
        return new S3Location(bucket, prefix, Optional.of(endpoint(value)), region, pathStyle);
      case "region":
        check(REGION.matcher(value).matches(), name, value, "a region such as eu-central-1");
        return new S3Location(bucket, prefix, endpoint, Optional.of(value), pathStyle);
      case "path-style":
        check(value.equals("true") || value.equals("false"), name, value, "true or false");
        return new S3Location(
            bucket, prefix, endpoint, region, Optional.of(Boolean.valueOf(value)));
      default:
        throw new IOException("s3://" + bucket + " has the parameter '" + name
            + "', expected endpoint, region or path-style");
    }
  }

  private URI endpoint(String value) throws IOException {
    try {
      URI endpoint = new URI(value);
      check(
          endpoint.getHost() != null
              && ("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme())),
          "endpoint",
          value,
          "an address such as https://minio.example:9000");
      return endpoint;
    } catch (URISyntaxException e) {
      throw new IOException("s3://" + bucket + " has endpoint=" + value + ", which is no URI", e);
    }
  }

  private void check(boolean right, String name, String value, String expected) throws IOException {
    if (!right) {
      throw new IOException(
          "s3://" + bucket + " has " + name + "=" + value + ", expected " + expected);
    }
  }

  /** Without parameters. */
  @Override
  public String toString() {
    return "s3://" + bucket
        + (prefix.isEmpty() ? "" : "/" + prefix.substring(0, prefix.length() - 1));
  }
}
