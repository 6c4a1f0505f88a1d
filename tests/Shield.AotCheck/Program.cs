// Published as native code by .ci/run: whatever of Core, Pce, Sqlite and Aws cannot live without reflection or a JIT fails here, not in a Lambda.
using Shield.AotCheck;
using Shield.Core.Addresses;
using Shield.Sqlite;

var folder = Directory.CreateTempSubdirectory("shield-aot-");
try
{
    var range = AddressRange.Parse("2001:200::/32");
    await using var ledger = await SqliteLedger.OpenAsync(Path.Combine(folder.FullName, "shield.db"), CancellationToken.None);
    var content = await ledger.ReadAsync(CancellationToken.None);
    Console.WriteLine($"native: {range} is {(SpecialPurpose.Find(range).IsEmpty ? "ordinary" : "special")}, an empty ledger holds {content.Sightings.Length} sightings");
    Console.WriteLine($"native: {(Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_DYNAMODB") is null ? "no DynamoDB to ask" : await DynamoDbCheck.RunAsync())}");
    return 0;
}
finally
{
    folder.Delete(recursive: true);
}
