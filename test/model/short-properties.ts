import { configureGlobal } from 'fast-check';

/** A property that fails for a mutant is not shrunk, and one that holds ends early: each mutant runs all tests anew. */
configureGlobal({ endOnFailure: true, interruptAfterTimeLimit: 2000 });
