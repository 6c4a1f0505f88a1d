using Shield.Core.Reconciling;

namespace Shield.Pce.Installing;

/// <summary>A POST whose answer was lost may have been done: look, and only then once more (law 13).</summary>
internal static class Once
{
    public static async Task<T> CreateAsync<T>(Func<Task<T>> create, Func<Task<T?>> find, string what)
        where T : class
    {
        try
        {
            return await create().ConfigureAwait(false);
        }
        catch (PceException lost) when (lost.MayHaveHadEffect())
        {
            return await find().ConfigureAwait(false) ?? await create().ConfigureAwait(false);
        }
        catch (PceException taken) when (taken.Token is "ip_list_name_not_unique" or "rule_set_name_in_use")
        {
            throw new PceException(taken.Fault, $"{what}: the name is taken by one that does not carry our mark; rename that one or choose another Pce:OwnerId. {taken.Message}") { Token = taken.Token, RequestId = taken.RequestId };
        }
    }
}
