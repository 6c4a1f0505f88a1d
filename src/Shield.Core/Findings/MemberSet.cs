namespace Shield.Core.Findings;

/// <summary>Which members one object has shown so far.</summary>
internal struct MemberSet
{
    private ulong _first;
    private ulong _second;

    /// <returns>False where the member was there before.</returns>
    public bool Add(Member member)
    {
        ref var word = ref ((int)member < 64 ? ref _first : ref _second);
        var bit = 1UL << ((int)member & 63);
        var isNew = (word & bit) is 0;
        word |= bit;
        return isNew;
    }
}
