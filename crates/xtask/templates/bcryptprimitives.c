/* Rust's standard library takes its randomness from ProcessPrng, which Windows has had since 10 and
   Wine since 9. For an older Wine this forwards to what came before it, RtlGenRandom. */
int SystemFunction036(void *data, unsigned long length);

__declspec(dllexport) int ProcessPrng(unsigned char *data, unsigned long long length)
{
    return SystemFunction036(data, (unsigned long)length);
}
