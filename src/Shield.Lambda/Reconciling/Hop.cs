using Shield.Hosting;

namespace Shield.Lambda.Reconciling;

/// <summary>
/// What the reconciler sends to itself. It could go on like this for ever, and Lambda would stop it after some sixteen times
/// (https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html); so it counts, waits longer each time, and ends: the schedule
/// comes by anyhow.
/// </summary>
internal sealed record Hop(ReconcileRequest Request, TimeSpan Delay)
{
    public const int Most = 8;

    /// <summary>How often the schedule comes by (deploy/template.yaml).</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan First = TimeSpan.FromSeconds(2);

    /// <param name="wanted">When it would be worth while; it is never sooner than 2 s, 4 s … after so many hops.</param>
    /// <returns>Null where the schedule takes over: after the last hop, and where it comes sooner.</returns>
    public static Hop? After(ReconcileRequest request, TimeSpan wanted)
    {
        if (request.Hops >= Most || wanted > Period)
        {
            return null;
        }

        var backOff = First * (1 << request.Hops);
        return new Hop(request with { Hops = request.Hops + 1 }, wanted > backOff ? wanted : backOff);
    }
}
