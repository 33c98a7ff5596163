/** A challenger to run on a server, and a lab that measures links whose rate is known. */
@NullMarked
package org.depinsdk.lab;

import org.jspecify.annotations.NullMarked;
