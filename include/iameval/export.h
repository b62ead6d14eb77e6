#ifndef IAMEVAL_EXPORT_H_
#define IAMEVAL_EXPORT_H_

// IAMEVAL_EXPORT marks what a shared library shows. A static build needs
// nothing.
#if defined(IAMEVAL_SHARED) && defined(__GNUC__)
#define IAMEVAL_EXPORT __attribute__((visibility("default")))
#else
#define IAMEVAL_EXPORT
#endif

#endif  // IAMEVAL_EXPORT_H_
