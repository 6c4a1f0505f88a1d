using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Operating.Answers;

namespace Shield.Operating.Explain;

/// <summary>Takes apart what is composed, and hands <see cref="Explanation"/> what it uses.</summary>
public static class ExplainRun
{
    /// <param name="composition">What it works with.</param>
    /// <param name="asked">The party.</param>
    /// <param name="withTraffic">The PCE is asked who of us talked with it.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<Answer<Explained>> ReadAsync(
        Composition composition,
        Indicator asked,
        bool withTraffic,
        CancellationToken cancellationToken
    )
    {
        var answer = await Explanation.ReadAsync(
            asked,
            await composition.OpenSituationAsync(EvidenceScope.AliveAnd([asked]), cancellationToken),
            await composition.OpenReaderAsync(cancellationToken),
            composition.OpenReaching(),
            composition.OpenOtherCover(),
            withTraffic ? composition.OpenTraffic() : null,
            composition.Now,
            cancellationToken
        );
        composition.TellUnknown(answer.Result.UnknownEntries);
        return answer;
    }
}
