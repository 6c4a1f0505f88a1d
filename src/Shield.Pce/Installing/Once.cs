using Shield.Core.Reconciling;
using Shield.Pce.Calling;

namespace Shield.Pce.Installing;

/// <summary>
/// Creates one object of ours. If the answer to the POST is lost, it may have been done, and if the name is taken, another <c>init</c> of
/// the same owner may have been faster: in both cases this looks for the object by our mark, and uses it where it is there.
/// </summary>
internal static class Once
{
    private static readonly KnownRefusals Taken = new(IsTaken, Most: 0);

    /// <param name="create">The POST, and the draft href that it answers.</param>
    /// <param name="find">The href of the object that carries our mark; null where there is none.</param>
    /// <param name="explain">Who has the name, where it is taken and nothing carries our mark.</param>
    /// <returns>The draft href, and whether this call made the object rather than another <c>init</c>.</returns>
    public static async Task<(string Href, bool IsMadeHere)> CreateAsync(
        Func<Task<string>> create,
        Func<Task<string?>> find,
        Func<PceException, Task<PceException>> explain
    )
    {
        string? found = null;
        var href = await LostAnswers
            .MakeAsync(
                _ => create(),
                async failure =>
                {
                    found = await find().ConfigureAwait(false);
                    return found is null && IsTaken(failure) ? throw await explain(failure).ConfigureAwait(false) : found;
                },
                refusals: Taken
            )
            .ConfigureAwait(false);
        return (href, found is null);
    }

    /// <summary>
    /// Live tokens are <c>ip_list_name_not_unique</c> and <c>rule_set_name_in_use</c>; that of a mark that exists already is not known.
    /// </summary>
    private static bool IsTaken(PceException failure) =>
        failure is { Fault: PceFault.Rejected, Token: { } token }
        && (token.Contains("not_unique", StringComparison.Ordinal) || token.Contains("in_use", StringComparison.Ordinal));
}
