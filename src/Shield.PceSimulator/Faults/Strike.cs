using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Shield.PceSimulator.Http;

namespace Shield.PceSimulator.Faults;

/// <summary>The faults that happen to one call, all of them.</summary>
internal sealed class Strike(ImmutableArray<Fault> faults)
{
    /// <summary>As the call is recorded; null where no fault happens to it.</summary>
    public string? Names => faults is [] ? null : string.Join(", ", faults.Select(fault => fault.Kind));

    /// <summary>When the connection breaks; null: it holds.</summary>
    public Moment? Reset => faults.OfType<Fault.Reset>().FirstOrDefault()?.When;

    public TimeSpan Wait(Moment when) =>
        faults
            .OfType<Fault.Latency>()
            .Where(latency => latency.When == when)
            .Aggregate(TimeSpan.Zero, (sum, latency) => sum + latency.Wait);

    /// <summary>
    /// Answers the call, or lets a fault answer it, with the other administrator's edits before and after. Called under the PCE's gate.
    /// </summary>
    public Answer Around(Pce pce, Call call, Func<Pce, Call, Answer> feature)
    {
        Edit(pce, call.Now, Moment.Before);
        try
        {
            return Refused() ?? Cut(Stale(pce, call, feature));
        }
        finally
        {
            Edit(pce, call.Now, Moment.After);
        }
    }

    /// <summary>
    /// The connection broke before the call arrived: the other administrator's edits happen all the same. Called under the PCE's gate.
    /// </summary>
    public void Unheard(Pce pce)
    {
        Edit(pce, pce.Now, Moment.Before);
        Edit(pce, pce.Now, Moment.After);
    }

    private void Edit(Pce pce, DateTimeOffset at, Moment when)
    {
        foreach (var edit in faults.OfType<Fault.AnotherAdministrator>().Where(edit => edit.When == when))
        {
            AnotherAdministrator.Act(pce, at, edit);
        }
    }

    /// <summary>The answer of the first fault that is one, such as a 429; null where none is.</summary>
    private Answer? Refused() =>
        faults
            .Select(fault =>
                fault switch
                {
                    Fault.TooManyRequests busy => Answer.Of(Refusal.TooManyRequests(busy.RetryAfter)),
                    Fault.ServerError { Status: 500 } => new Answer(500, null),
                    Fault.ServerError error => new Answer(error.Status, null)
                    {
                        Html = $"<html><head><title>{error.Status}</title></head><body>nginx</body></html>",
                    },
                    Fault.DatabaseLock => Answer.Of(Refusal.DatabaseLock()),
                    _ => null,
                }
            )
            .FirstOrDefault(answer => answer is not null);

    private Answer Stale(Pce pce, Call call, Func<Pce, Call, Answer> feature)
    {
        var changes = HttpMethods.IsGet(call.Method)
            ? faults.OfType<Fault.StaleRead>().Select(stale => stale.Changes).DefaultIfEmpty().Max()
            : 0;
        return pce.Policy.Before(changes, () => pce.Run(call, feature));
    }

    private Answer Cut(Answer answer)
    {
        if (answer.Body is not JsonArray rows || faults.OfType<Fault.Truncated>().FirstOrDefault() is not { } cut || rows.Count <= cut.Rows)
        {
            return answer;
        }

        var count = cut.Headers;
        return answer with
        {
            Body = new JsonArray([.. rows.Take(cut.Rows).Select(row => row?.DeepClone())]),
            Headers =
            [
                .. from header in answer.Headers
                let isCount = header.Name.EndsWith("-Count", StringComparison.Ordinal)
                where !isCount || count is not CountHeaders.Absent
                select isCount && count is CountHeaders.Deceiving ? (header.Name, $"{cut.Rows}") : header,
            ],
        };
    }
}
