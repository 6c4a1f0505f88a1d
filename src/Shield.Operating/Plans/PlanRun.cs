using Shield.Operating.Answers;

namespace Shield.Operating.Plans;

/// <summary>Takes apart what is composed, and hands <see cref="PlanPreview"/> what it uses.</summary>
public static class PlanRun
{
    /// <param name="composition">What it works with.</param>
    /// <param name="withTraffic">The PCE is asked who of us talked with whom would be added or is held.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<Answer<PlanResult>> ReadAsync(Composition composition, bool withTraffic, CancellationToken cancellationToken)
    {
        var answer = await PlanPreview.ReadAsync(
            await composition.OpenPreviewAsync(cancellationToken),
            composition.OpenUserNames(),
            withTraffic ? composition.OpenTraffic() : null,
            composition.Now,
            cancellationToken
        );
        composition.TellUnknown(answer.Result.Answer.Orphans.Select(orphan => orphan.Entry));
        return answer;
    }
}
