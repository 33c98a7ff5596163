/** Bundles in S3, and in what speaks its protocol, such as MinIO and Ceph. */
@org.jspecify.annotations.NullMarked
package org.depinsdk.store.s3;
