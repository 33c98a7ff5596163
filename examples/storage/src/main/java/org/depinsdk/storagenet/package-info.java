/** A storage network: providers with real files, clients that encrypt and code, repair, and cheats. */
@NullMarked
package org.depinsdk.storagenet;

import org.jspecify.annotations.NullMarked;
