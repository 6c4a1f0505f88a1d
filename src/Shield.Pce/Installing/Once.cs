using Shield.Core.Reconciling;
using Shield.Pce.Calling;

namespace Shield.Pce.Installing;

/// <summary>
/// Creates one object of ours. If the answer to the POST is lost, it may have been done, and if the name is taken, another <c>init</c> of
/// the same owner may have been faster: in both cases this looks for the object by our mark first, and uses it where it is there.
/// </summary>
internal static class Once
{
    /// <param name="create">The POST.</param>
    /// <param name="find">The object that carries our mark; null where there is none.</param>
    /// <param name="explain">Who has the name, where it is taken and nothing carries our mark.</param>
    public static async Task<(T Made, bool IsMadeHere)> CreateAsync<T>(
        Func<Task<T>> create,
        Func<Task<T?>> find,
        Func<PceException, Task<PceException>> explain
    )
        where T : class
    {
        for (var isLastAttempt = false; ; isLastAttempt = true)
        {
            try
            {
                return (await create().ConfigureAwait(false), true);
            }
            catch (PceException failure) when (failure.MayHaveHadEffect() || IsTaken(failure))
            {
                if (await find().ConfigureAwait(false) is { } there)
                {
                    return (there, false);
                }

                if (IsTaken(failure))
                {
                    throw await explain(failure).ConfigureAwait(false);
                }

                if (isLastAttempt)
                {
                    throw;
                }
            }
        }
    }

    /// <summary>
    /// Live tokens are <c>ip_list_name_not_unique</c> and <c>rule_set_name_in_use</c>; that of a mark that exists already is not known.
    /// </summary>
    private static bool IsTaken(PceException failure) =>
        failure is { Fault: PceFault.Rejected, Token: { } token }
        && (token.Contains("not_unique", StringComparison.Ordinal) || token.Contains("in_use", StringComparison.Ordinal));
}
