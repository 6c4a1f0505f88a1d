using System.Collections.Immutable;

namespace Shield.PceSimulator.Http;

/// <summary>
/// Every query parameter that is documented for one collection. Each works or is refused, so that none is ignored: a client that sweeps
/// what a filter finds would otherwise sweep everything. One that is not documented is tolerated, as on a real PCE
/// (docs/pce.md#4-collections).
/// </summary>
internal sealed class Filters<T>(params IEnumerable<Filter<T>> all)
{
    private readonly ImmutableArray<Filter<T>> _all = [.. all];

    /// <summary>What a row must be for all that the call asks.</summary>
    /// <exception cref="Refusal">A parameter is not built, or its value cannot be read.</exception>
    public Func<T, bool> Read(Pce pce, Call call)
    {
        Func<T, bool>[] asked =
        [
            .. from filter in _all
            let value = call.Given(filter.Name)
            where value is not null
            select (filter.Of ?? throw NotBuilt(filter.Name))(pce, value),
        ];
        return row => asked.All(fits => fits(row));
    }

    public Filters<T> And(params IEnumerable<Filter<T>> more) => new([.. _all, .. more]);

    private static Refusal NotBuilt(string name) => Refusal.NotSimulated($"the query parameter {name}");
}
