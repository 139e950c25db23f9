/**
 * Loads the classes of the Durable Objects before the first test. Otherwise the constants of their modules would count as
 * code of the test that happens to create the first object.
 */
import '../../src/oauth/storage/browser-session.ts';
import '../../src/oauth/storage/grant.ts';
import '../../src/oauth/storage/user.ts';
import '../unit/vault/worker.ts';
