/* Which sources a library was compiled from: SOURCES is their hash, given by hatch_build.py. */
const char *skilltheory_sources(void)
{
    return SOURCES;
}
